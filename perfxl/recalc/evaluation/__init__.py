"""An evaluator of our own as a second opinion: formulas as trees, computed as Excel does, on values already settled.

values     references and arrays, and how they are read
cells      the cells of a workbook, by sheets
walking    a formula's tree, gone through without recursion
calling    functions given what they take
special    functions of references, of branches, of the sheet
binding    LET, LAMBDA and what calls them
"""
