"""Makes the workbooks from YAML: forms.yaml says how a sheet looks, the data files what stands in it."""
