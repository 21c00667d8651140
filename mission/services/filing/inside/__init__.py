"""What looks into a file that was handed in. It runs as a process of its own, with little memory and time, and imports nothing of ours:
what it reads may be hostile. `mission/services/filing/examining.py` starts it."""
