"""Figures and chronologies as pages set them: figures whole, dates for machines, rows led to the milestone that they are about."""

import re

import pytest
from flask import Flask

from mission.languages import LANGUAGES
from mission.web.compositions import _dated
from mission.web.language import tongues
from tests.seeded import code

from ..strict import StrictClient

DATES = (
    ("fr", "4 mars 2014, Genève", "", "2014-03-04", '<time datetime="2014-03-04">4 mars 2014</time>, Genève'),
    ("fr", "1er octobre 2013", "", "2013-10-01", '<time datetime="2013-10-01">1er octobre 2013</time>'),
    ("fr", "27 au 30 novembre 2014", "", "2014-11-27", '<time datetime="2014-11-27">27</time> au <time datetime="2014-11-30">30 novembre 2014</time>'),
    ("fr", "23 septembre au 18 octobre 2002", "", "2002-09-23", '<time datetime="2002-09-23">23 septembre</time> au <time datetime="2002-10-18">18 octobre 2002</time>'),
    ("en", "23 December to 3 January 2002", "", "2001-12-23", '<time datetime="2001-12-23">23 December</time> to <time datetime="2002-01-03">3 January 2002</time>'),
    ("ar", "من 23 شتنبر إلى 18 أكتوبر 2002", "", "2002-09-23", 'من <time datetime="2002-09-23">23 شتنبر</time> إلى <time datetime="2002-10-18">18 أكتوبر 2002</time>'),
    ("es", "23 de septiembre a 18 de octubre de 2002", "", "2002-09-23", '<time datetime="2002-09-23">23 de septiembre</time> a <time datetime="2002-10-18">18 de octubre de 2002</time>'),
    ("fr", "Octobre", "2022", "2022-10", '<time datetime="2022-10">Octobre</time>'),
    ("fr", "30 juillet", "", "", '<time datetime="07-30">30 juillet</time>'),
    ("fr", "2012–2013", "", "2012", "<time>2012</time>–<time>2013</time>"),
    ("ar", "2018–\u20602020", "", "2018", "<time>2018</time>–\u2060<time>2020</time>"),
    ("fr", "Février–mars 2021, Genève", "", "", "Février–mars 2021, Genève"),
    ("fr", "2010", "", "2010", "<time>2010</time>"),
    ("fr", "Population", "", "", "Population"),
    ("ar", "16 و17 يوليوز 2009، مراكش", "", "2009-07-16", '<time datetime="2009-07-16">16</time> و<time datetime="2009-07-17">17 يوليوز 2009</time>، مراكش'),
    ("ar", "من 27 إلى 30 نونبر 2014", "", "2014-11-27", 'من <time datetime="2014-11-27">27</time> إلى <time datetime="2014-11-30">30 نونبر 2014</time>'),
    ("ar", "فاتح أكتوبر 2013", "", "2013-10-01", '<time datetime="2013-10-01">فاتح أكتوبر 2013</time>'),
    ("en", "16 and 17 July 2009", "", "2009-07-16", '<time datetime="2009-07-16">16</time> and <time datetime="2009-07-17">17 July 2009</time>'),
    ("es", "16 y 17 de julio de 2009", "", "2009-07-16", '<time datetime="2009-07-16">16</time> y <time datetime="2009-07-17">17 de julio de 2009</time>'),
    ("es", "11 a 13 de febrero de 2026", "", "2026-02-11", '<time datetime="2026-02-11">11</time> a <time datetime="2026-02-13">13 de febrero de 2026</time>'),
    ("es", "Junio de 2006", "", "2006-06", '<time datetime="2006-06">Junio de 2006</time>'),
)


@pytest.mark.parametrize(("tag", "term", "year", "date", "drawn"), DATES)
def test_a_date_is_read_as_the_house_writes_it(tag: str, term: str, year: str, date: str, drawn: str) -> None:
    assert _dated(term, year, LANGUAGES[tag]) == (date, drawn)


@pytest.mark.parametrize("place", ["kingdom", "candidacy"])
@pytest.mark.parametrize("tag", LANGUAGES)
def test_each_figure_stands_in_a_group_of_its_own(client: StrictClient, tag: str, place: str) -> None:
    html = client.get(f"/{tag}/{place}").get_data(as_text=True)
    lists = re.findall(r'<dl class="figures">(.*?)</dl>', html, re.DOTALL)
    assert lists
    for one in lists:
        groups = re.findall(r"<div>(.*?)</div>", one, re.DOTALL)
        assert len(groups) == one.count("<dt>")
        assert all(group.count("<dt>") == 1 and "<dd>" in group for group in groups)


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize(("place", "key"), [
    ("integrity", "1975-icj-opinion"), ("speeches", "2022-parliament-speech"), ("speeches", "2025-throne-day-speech"), ("seminars", "2012-rabat-plan"),
    ("candidacy", "2013-hrc-election"), ("candidacy", "2006-hrc-vice-presidency"),
])  # fmt: skip
def test_a_row_leads_to_the_milestone_that_it_is_about(client: StrictClient, tag: str, place: str, key: str) -> None:
    html = client.get(f"/{tag}/{place}").get_data(as_text=True)
    chronologies = "".join(re.findall(r'<dl class="chronology">.*?</dl>', html, re.DOTALL))
    led = re.findall(r'<a class="told" href="([^"]+)"', chronologies)
    assert any(f"/{code(key)}" in one for one in led), led
    assert '<time datetime="' in chronologies


@pytest.mark.parametrize(("tag", "told"), [
    ("fr", "4 et 5 octobre 2012"), ("ar", "4 و5 أكتوبر 2012"), ("en", "4 and 5 October 2012"), ("es", "4 y 5 de octubre de 2012"),
    ("fr", "27 au 30 novembre 2014"), ("ar", "من 27 إلى 30 نونبر 2014"),
])  # fmt: skip
def test_a_date_of_several_days_is_one_link(client: StrictClient, tag: str, told: str) -> None:
    html = client.get(f"/{tag}/seminars").get_data(as_text=True)
    led = [re.sub(r"<[^>]+>", "", one) for one in re.findall(r'<a class="told"[^>]*>(.*?)</a>', html, re.DOTALL)]
    assert told in led


@pytest.mark.parametrize(("tag", "told"), [("ar", "بالفرنسية فقط"), ("es", "Solo en francés"), ("en", "Only in French")])
def test_a_text_of_another_language_says_in_which_it_is_in_the_readers_words(client: StrictClient, tag: str, told: str) -> None:
    kickers = re.findall(r'<p class="kicker">(.*?)</p>', client.get(f"/{tag}/communiques?from=2012&to=2014").get_data(as_text=True))
    assert any(f"<span>{told}</span>" in one for one in kickers)


@pytest.mark.parametrize(("theme", "keys"), [
    ("human-rights", ("2008-first-review", "2012-corruption-statement", "2012-rabat-plan", "2012-second-review", "2013-corruption-resolution", "2014-opcat-accession",
                      "2014-torture-initiative", "2021-healthy-environment", "2022-fourth-review", "2025-corruption-resolution")),
    ("humanitarian", ("1956-refugee-convention", "2007-unhcr-agreement")),
    ("labour", ("2001-child-labour-convention", "2019-ilo-three-conventions", "2026-child-labour-conference")),
    ("global-compact", ("2018-global-compact", "2018-migration-message")),
    ("telecommunications", ("2022-itu-council",)), ("health", ("2023-who-strategy",)), ("development", ("2018-ecosoc-term",)),
    ("disarmament", ("2002-biological-weapons", "2004-disarmament-presidency", "2024-biological-weapons-workshop")),
    ("migration", ("1998-iom-accession", "2006-african-group-iom")),
])  # fmt: skip
@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_dates_of_a_theme_lead_to_their_own_texts(client: StrictClient, tag: str, theme: str, keys: tuple[str, ...]) -> None:
    html = client.get(f"/{tag}/themes/{theme}").get_data(as_text=True)
    led = re.findall(r'<a class="told" href="([^"]+)"', html)
    assert {key for key in keys if not any(f"/{code(key)}" in one for one in led)} == set()
    assert len(led) == len(set(led)), "one row, one text"


@pytest.mark.parametrize("tag", LANGUAGES)
def test_each_theme_is_an_entrance_to_sections_organizations_texts_and_feeds(client: StrictClient, tag: str) -> None:
    themes = set(re.findall(rf'href="(/{tag}/themes/[a-z-]+)"', client.get(f"/{tag}/themes").text))
    assert len(themes) >= 12
    for theme in sorted(themes):
        html = client.get(theme).text
        main = html[html.index("<main") : html.index("</main>")]
        rooms = main.partition('id="rooms"')[2].partition("</section>")[0]
        assert re.search(rf'<a href="/{tag}/(?!themes)[a-z]+[?"]', rooms), theme
        key = theme.rpartition("/")[2]
        assert f'href="/{tag}/communiques?theme={key}"' in main, theme
        for following in (f"/{tag}/communiques.atom?theme={key}", f"/{tag}/alerts?theme={key}"):
            assert following in main, theme
        directory = re.findall(r'<a href="(https://[^"]+)" rel="noopener">', main.partition(f'<a href="/{tag}/links">')[0].rpartition("<section")[2])
        assert directory, theme
    main = client.get(f"/{tag}/themes/territorial").text
    assert f'<a href="/{tag}/integrity">' in main
    assert 'class="chronology"' not in main, "names of parties are no dates"


def test_a_row_without_a_milestone_leads_nowhere(client: StrictClient) -> None:
    rows = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", client.get("/fr/candidacy").get_data(as_text=True), re.DOTALL)
    signed = [term for term, told in rows if told.startswith("Le même jour")]
    assert len(signed) == 1
    assert "<a" not in signed[0], "another event of the same day"
    assert not any("<a" in term for term, told in rows if "22 février 2021" in term)


@pytest.mark.parametrize("place", ["integrity", "seminars", "candidacy", "themes/disarmament"])
def test_what_a_chronology_leads_to_is_told_once_and_the_difference_is_said(client: StrictClient, place: str) -> None:
    html = client.get(f"/fr/{place}").get_data(as_text=True)
    rows = sum(one.count("<dt>") for one in re.findall(r'<dl class="chronology">.*?</dl>', html, re.DOTALL))
    led = re.findall(r'<a class="told" href="([^"]+)"', html)
    said = re.search(r'class="tally">([^<]*chronologie[^<]*)<', html)
    assert said is not None
    assert "Toutes les dates de la chronologie n’ont pas encore leur propre texte" in said[1]
    assert rows > len(led) > 0, "and so it is"
    listed = re.findall(r'<article class="item.*?<h\d><a href="([^"]+)"', html, re.DOTALL)
    assert not set(led) & set(listed)
    # A theme shows the newest of its texts and leads to all of them; a section shows all of its own.
    sentence = "Voici les plus récents des autres textes." if place.startswith("themes") else "Voici les autres textes."
    assert (sentence in said[1]) == bool(listed)
    assert ('id="texts"' in html) == bool(listed) or place.startswith("themes"), "no heading over nothing"


def test_a_list_of_one_occasion_stays_whole(client: StrictClient) -> None:
    html = client.get("/fr/speeches?occasion=throne").get_data(as_text=True)
    assert html.count('<article class="item') == 5


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_directory_leads_to_the_texts_about_a_body_and_begins_with_the_consulates(client: StrictClient, tag: str) -> None:
    html = client.get(f"/{tag}/links").get_data(as_text=True)
    led = re.search(rf'<a class="told" href="(/{tag}/communiques\?body=iom)" aria-label="[^"]*\((\d+)\)"', html)
    assert led is not None
    counted = re.search(r'class="count"[^>]*>\s*(\d+)', client.get(led[1]).get_data(as_text=True))
    assert counted is not None
    assert counted[1] == led[2]
    words = {"fr": "Textes à son sujet", "ar": "نصوص عنها", "en": "Texts about it", "es": "Textos al respecto"}[tag]
    assert words in led[0]
    assert html.index("https://www.diplomatie.ma/") < html.index("https://www.ungeneva.org/")


@pytest.mark.parametrize(("tag", "languages", "said"), [
    ("es", ("fr", "en"), "francés e inglés"), ("es", ("en", "fr"), "inglés y francés"), ("es", ("fr", "ar", "en"), "francés, árabe e inglés"), ("fr", ("fr", "en"), "français et anglais"),
])  # fmt: skip
def test_languages_are_joined_as_each_language_joins_them(app: Flask, tag: str, languages: tuple[str, ...], said: str) -> None:
    with app.test_request_context(f"/{tag}/"):
        assert tongues(LANGUAGES[one] for one in languages) == said
