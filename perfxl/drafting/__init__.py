"""What a report says (起草): fields, sentences, lists and charts of an evaluation; no file is written here."""
