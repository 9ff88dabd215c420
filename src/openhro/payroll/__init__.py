"""Pay groups, inputs, runs, variance, approvals, payslips, payments: the only package that imports paycalc."""
