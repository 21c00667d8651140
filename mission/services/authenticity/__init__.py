"""What makes a text provable: keys, the signed register and its tree, and the search for where a given text comes from."""
