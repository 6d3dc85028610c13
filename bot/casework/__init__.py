"""What is done about a report: its case, checklist, clocks, plan, support and closing."""
