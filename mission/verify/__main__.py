"""``mission-verify``: what the Mission has signed, checked away from its site.

    mission-verify keys mission-key.json
    mission-verify file text.pdf text.pdf.sig [others.sig …] --keys K
    mission-verify register register.jsonl --head checkpoint --keys K
    mission-verify entry register.jsonl 12 proof.json --head checkpoint --keys K
    mission-verify grown old-checkpoint new-checkpoint proof.json --keys K
    mission-verify text received.txt content.json --register register.jsonl --head checkpoint --keys K [--language fr]
    mission-verify attached received.pdf content.json --register register.jsonl --head checkpoint --keys K
    mission-verify mirror /srv/mirror --keys K

K is the file of the Mission's keys, or a public key itself as it is printed on paper (base64, hexadecimal, PEM, or the form of signed notes), or a
file that holds one; it may be given several times. Give ``--fingerprint`` (as printed on the letterhead) or a key of paper beside the file, and
keys of the file that do not lead to it are refused.

Status 0: all of it holds. 1: something does not, and the output says where. 2: something could not be read. 3: the text matches, but nothing
shows that its content is the Mission's. 4: the text is the Mission's, and was corrected, withdrawn or recalled since.
"""

import argparse
import os
import re
import sys
from collections.abc import Callable, Iterator

from .checks import Verdict, check_entry, check_file, check_grown, check_keys, check_register
from .mirror import check_mirror
from .register import Fault
from .spoken import say
from .texts import check_attached, check_text

HOLDS, WRONG, UNREADABLE, UNPROVED, SUPERSEDED = range(5)
# Whatever a hostile file makes of the checks below is a sentence as well.
_ANY = (OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError, MemoryError)
_SAID = {
    UNPROVED: "not proved: the text matches this content, but nothing shows that the content is the Mission's",
    SUPERSEDED: "holds, and no longer stands: see what was entered since",
}


def main(arguments: list[str] | None = None) -> int:
    """Run one check; returns the status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    words = sys.argv[1:] if arguments is None else arguments
    given = _parser().parse_args([one.translate(_IN_ADDRESSES) if _DASHED.fullmatch(one) else one for one in words])
    faults, status = 0, HOLDS
    try:
        for found in given.run(given):
            if isinstance(found, Fault):
                say(f"WRONG  {found}")
                faults += 1
            else:
                status = UNPROVED if found is Verdict.UNPROVED else SUPERSEDED
    except BrokenPipeError:
        return _unread()
    except _ANY as error:
        reason = str(error) if isinstance(error, ValueError) else f"it is not what it should be ({type(error).__name__})"
        say(f"cannot be read: {reason}", sys.stderr)
        return UNREADABLE
    try:
        if not faults:
            say(_SAID.get(status, "holds"))
        sys.stdout.flush()
    except BrokenPipeError:
        return _unread()
    return WRONG if faults else status


def _unread() -> int:
    """Whoever reads the lines has stopped (`| head`): nothing more is said, and nothing is said to hold."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return UNREADABLE


# A key as addresses write base64 may begin like an option: as base64 is written elsewhere it does not.
_DASHED = re.compile(r"-[A-Za-z0-9_-]{42}=?")
_IN_ADDRESSES = str.maketrans("-_", "+/")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="mission-verify", description="Checks what the Mission has signed, without its site.",
        epilog="Status: 0 holds; 1 wrong; 2 cannot be read; 3 the text matches, and nothing shows whose the content is; 4 the Mission's, and no longer stands.",
    )  # fmt: skip
    commands = parser.add_subparsers(required=True)
    runs: tuple[tuple[str, Callable[[argparse.Namespace], Iterator[Fault | Verdict]], tuple[str, ...], str], ...] = (
        ("keys", check_keys, ("keys",), "the statements about keys"),
        ("file", check_file, ("file", "signature"), "a file and its detached signature"),
        ("register", check_register, ("register",), "every entry, its signatures and the head"),
        ("entry", check_entry, ("register", "sequence", "proof"), "that an entry is under a head"),
        ("grown", check_grown, ("old", "new", "proof"), "that a register only grew"),
        ("text", check_text, ("text", "content"), "a text against the content of an edition, and that content against the register"),
        ("mirror", check_mirror, ("folder",), "a static mirror: the signature of its list, every file, and that there is no other"),
        ("attached", check_attached, ("file", "content"), "a file below a text against the content of an edition, and that content against the register"),
    )
    for name, run, places, said in runs:
        command = commands.add_parser(name, help=said)
        command.set_defaults(run=run)
        for place in places:
            command.add_argument(place, nargs="+" if place in ("keys", "signature") else None)
        if name in ("text", "attached"):
            command.add_argument("--language", default="")
            command.add_argument("--register", default="")
        if name != "keys":
            command.add_argument("--keys", required=name not in ("text", "attached"), action="append", default=[])
        if name in ("register", "entry", "text", "attached"):
            command.add_argument("--head", required=name == "entry", default="")
        command.add_argument("--fingerprint", default="")
    return parser


if __name__ == "__main__":
    sys.exit(main())
