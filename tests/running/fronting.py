"""A real nginx with the configuration that is delivered: only names, ports and folders are others."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from .serving import ROOT, listens, until

HOST = "mission.example"
DEPLOY = ROOT / "deploy" / "nginx"


def program() -> str:
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    assert found, "The tests need nginx; please install the package nginx-light."
    return found


def certified(folder: Path, days: float = 90) -> None:
    """A certificate for the host, which is its own authority (`fullchain.pem`, `privkey.pem`)."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True).sign(key, hashes.SHA256())
    )  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))


def arranged(folder: Path, *, web: int, plain: int, tls: int, changes: dict[str, str] | None = None) -> Path:
    """Everything that nginx needs, below `folder`; `changes` are put into the delivered files. Returns the main configuration."""
    changes = changes or {}
    replaced = {
        "127.0.0.1:8000": f"127.0.0.1:{web}", "listen 80": f"listen 127.0.0.1:{plain}", "listen 443": f"listen 127.0.0.1:{tls}",
        "/etc/letsencrypt/live/mission.example": str(folder / "tls"), "/var/cache/nginx": str(folder / "cache"), "/var/log/nginx": str(folder),
        "/srv/mirror": str(folder / "mirror"), "/var/www/html": str(folder / "acme"), "include snippets/": f"include {folder}/snippets/",
    }  # fmt: skip
    for part in ("snippets", "cache", "mirror", "acme", "temp"):
        (folder / part).mkdir(exist_ok=True)
    for delivered in DEPLOY.glob("*.conf"):
        text = "\n".join(line for line in delivered.read_text().splitlines() if "[::]:" not in line) + "\n"
        for old, new in (replaced | changes).items():
            text = text.replace(old, new)
        (folder / "snippets" / delivered.name).write_text(text)
    if not (folder / "tls").exists():
        certified(folder / "tls")
    temp = "\n".join(f"    {one}_temp_path {folder}/temp/{one};" for one in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    main = folder / "nginx.conf"
    main.write_text(
        f"{'user root;' if os.getuid() == 0 else ''}\nworker_processes 1;\npid {folder}/pid;\ndaemon off;\nerror_log {folder}/errors;\nevents {{ worker_connections 256; }}\n"
        f"http {{\n    include /etc/nginx/mime.types;\n{temp}\n    include {folder}/snippets/mission.conf;\n}}\n"
    )
    return main


@contextmanager
def fronted(main: Path, tls: int) -> Iterator["subprocess.Popen[bytes]"]:
    """nginx with this configuration until the block ends."""
    tried = subprocess.run([program(), "-t", "-c", str(main)], capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
    process = subprocess.Popen([program(), "-c", str(main)], stderr=subprocess.DEVNULL)
    try:
        until(lambda: listens(tls) or process.poll() is not None, "nginx")
        assert process.poll() is None
        yield process
    finally:
        process.send_signal(signal.SIGQUIT)
        process.wait(20)
