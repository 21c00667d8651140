"""Papers: what is drawn from an edition outside the browser. PDFs for reading, printing and proving, and cards for sharing."""
