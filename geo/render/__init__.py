"""How results look: numbers in German, colours and classes, map, printed sheet, notebook map."""
