"""Formulas as files store them, made into what an engine computes as Excel would; one concern a file.

tokens, syntax   text to tree
writing          tree to text
functions        names of functions as stored
names            defined names put in their places
tables           structured references
references       3-D references, unions, intersections, spills
intersecting     implicit intersection
hiding           hidden rows left out
binding          LET, LAMBDA and their kin
comparing        comparison by 15 digits
templates        formulas that are copies of each other, normalised once
normalise        all of it, for one formula and for a whole workbook
"""
