"""mission-verify: checks what the Mission has signed, without the Mission's site. `cryptography` is all that it needs.

The folder works alone: copy it anywhere and run ``python -m verify``. It imports nothing from the rest of the project.
"""
