"""Formulas as files store them, made into what an engine computes as Excel would; one concern a file.

scope         what formulas may refer to, and where one stands
names         names of functions as stored, defined names put in their places
tables        structured references
references    3-D references, unions, intersections, spills
intersection  implicit intersection
lambdas       LET, LAMBDA and their kin
broadcasting  functions of single values given arrays
comparison    comparison by 15 digits
special       functions of references: ROW, INDIRECT, SUBTOTAL without hidden rows
kinds         what functions do with references and arrays
templates     formulas that are copies of each other, normalised once
normalise     all of it, for one formula and for a whole workbook
"""
