"""Lists by mail: asked for and confirmed, told of public acts once each, changed and ended by links, and forgotten."""
