"""What an answer is said with: sentences by verdict and by what was given."""

from flask_babel import lazy_gettext as _l

from ...services.authenticity.verdicts import Verdict

TONES = {
    Verdict.ISSUED: "good", Verdict.ALTERED: "grave", Verdict.SUPERSEDED: "wait", Verdict.WITHDRAWN: "wait", Verdict.RECALLED: "grave",
    Verdict.UNKNOWN: "grave", Verdict.UNREADABLE: "wait", Verdict.COPY: "near", Verdict.QUOTED: "near", Verdict.REVOKED: "grave",
    Verdict.BARE: "near", Verdict.SURROUNDED: "wait", Verdict.PARTED: "wait", Verdict.PROOF: "near",
}  # fmt: skip
# What stands in a file and was not compared.
UNREAD = {
    "pictures": _l("Pictures stand in it."),
    "drawn": _l("Drawings stand in it, which may cover words."),
    "notes": _l("Notes or fields were laid over it."),
    "hidden": _l("Words are hidden in it; they were left out."),
    "style": _l("It brings its own style, which can hide words and put in others."),
    "script": _l("It holds programs, which can change what it shows."),
    "signs": _l("Some of its letters are signs of another font."),
    "attached": _l("Files are attached to it."),
}
# What is given out to prove a text, and says nothing of another text that came with it; what tells of a recall; and what is too little of a digest.
NAMED = {
    "signature": _l("It is the signature beside a PDF of the text below, by a key of the Mission. It proves that file and no other: give the file."),
    "spent": _l(
        "It is the signature beside a PDF of the text below, by a key that was revoked for that time: it proves nothing. Away from this site nothing shows "
        "that the file is the Mission’s."
    ),
    "json": _l("It is the content of the text below in every language, as the register vouches for it: nothing in it differs."),
    "line": _l("It is an entry of the register, as it was published, about the text below."),
    "register": _l("These are entries of the register that follow each other, as they were published. Which texts they are about stands in each."),
    "head": _l("It is a signed head of the register, as it was published."),
    "keys": _l("These are the Mission’s public keys, as this site gives them out. Compare their fingerprint with what is printed elsewhere."),
    "notice": _l(
        "What you gave holds the notice by which the text below was recalled; its other words were not compared. The text was published in error and must "
        "not be used."
    ),
    "short": _l("This is too little of a digest: give twelve of its characters or more."),
    "several": _l("Several digests begin and end so. Give more of it, or all of it."),
}
# What is said below the sentence where nothing nearer is known.
EXPLANATIONS = {
    Verdict.COPY: _l("Every word that was read in your file is as it was published, in the same order."),
    Verdict.BARE: _l(
        "Every accent is missing from what you gave, as from an old mail system or a telephone; all else is as it was published, in the same order. "
        "An accent can change what a word means: read the original."
    ),
    Verdict.PARTED: _l(
        "Each letter is as it was published, in the same order. In the places below a blank, a hyphen or an apostrophe was put between letters or taken "
        "out, which can make other words of them: “notable” and “not able”. Read the original."
    ),
    Verdict.QUOTED: _l("They stand there in this order. So few words do not show what was said around them, and may stand in other texts too."),
    Verdict.REVOKED: _l(
        "The key that signed its entry in the register was revoked. Nothing signed with it since then is shown to be the Mission’s. Ask the Mission."
    ),
    Verdict.ISSUED: _l("Every word that you gave is as it was published, in the same order."),
    Verdict.SURROUNDED: _l(
        "All of the text stands in what you gave, and every word of it is as it was published. The words before or after it were never published with it: "
        "they are marked below."
    ),
    Verdict.ALTERED: _l("The text was published, but not in these words. The places where yours differs are below."),
    Verdict.SUPERSEDED: _l("These words were published, and a later edition has changed them. Use the newest one."),
    Verdict.WITHDRAWN: _l("These words were published and have since been withdrawn."),
    Verdict.RECALLED: _l("This was published in error and recalled. It must not be used."),
    Verdict.UNKNOWN: _l(
        "Nothing that this site has published matches. It may be false, or older than this register. Ask the Mission before you use it."
    ),
    Verdict.UNREADABLE: _l("It is no reference, no digest and no address of a text on this site. A reference looks like MPM/C/2026/014."),
}
