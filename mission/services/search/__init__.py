"""Search: the words of a query understood in every language, an index that follows the public state, and what it finds.

The index only says which documents; what readers see of them comes through the gate (`services.visibility`).
"""
