"""Files drawn at random, with what must be read from them."""
