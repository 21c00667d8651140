"""Draws the icons and the picture for cards from the mark: ``python -m tests.browser.icons``."""

import base64
import struct
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

IMAGES = Path(__file__).parents[2] / "static" / "images"
STAR = '<path d="M50 16 71 81 16 41H84L29 81Z" fill="none" stroke="#d6b36a" stroke-width="6" stroke-linejoin="round"/>'


def mark(size: int, rounded: bool) -> str:
    corner = 14 if rounded else 0
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" viewBox="0 0 100 100"><rect width="100" height="100" rx="{corner}" fill="#06402a"/>{STAR}</svg>'


def icon(picture: bytes, size: int) -> bytes:
    """A Windows icon that holds one PNG."""
    return struct.pack("<HHH", 0, 1, 1) + struct.pack("<BBBBHHII", size, size, 0, 0, 1, 32, len(picture), 22) + picture


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for name, size, rounded in (("icon-180.png", 180, False), ("icon-192.png", 192, False), ("icon-512.png", 512, False)):
            (IMAGES / name).write_bytes(draw(browser, mark(size, rounded), size, size))
        small = draw(browser, mark(32, True), 32, 32)
        (IMAGES / "favicon.ico").write_bytes(icon(small, 32))
        card = f"""{faces()}<div style="width:1200px;height:630px;background:#06402a;display:grid;place-items:center;color:#f6f1e4;font-family:Mission,Naskh;text-align:center">
<div>{mark(220, False)}<p style="font-size:54px;margin:24px 40px 8px">Mission permanente du Royaume du Maroc</p><p style="font-size:54px;margin:0 40px 8px">Genève</p>
<p style="font-size:44px;margin:8px 40px" lang="ar" dir="rtl">البعثة الدائمة للمملكة المغربية بجنيف</p></div></div>"""
        (IMAGES / "card.png").write_bytes(draw(browser, card, 1200, 630))
        browser.close()


def faces() -> str:
    """The site's own typefaces, inside the page: it is drawn without a server."""
    fonts = IMAGES.parent / "fonts"
    face = "<style>@font-face{{font-family:{0};src:url(data:font/woff2;base64,{1})}}</style>"
    names = (("Mission", "mission-serif.woff2"), ("Naskh", "noto-naskh-arabic.woff2"))
    return "".join(face.format(name, base64.b64encode((fonts / file).read_bytes()).decode()) for name, file in names)


def draw(browser: Browser, markup: str, width: int, height: int) -> bytes:
    page = browser.new_page(viewport={"width": width, "height": height})
    page.set_content(f'<style>body{{margin:0}}svg{{display:block;margin:auto}}</style>{markup}')
    data: bytes = page.screenshot(omit_background=True)
    page.close()
    return data


if __name__ == "__main__":
    main()
