"""`make bench`: the budgets of the product, measured side by side with Chromium and bare Qt."""
