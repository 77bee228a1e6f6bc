"""Pages of merging: suspected pairs, two people side by side, what was merged."""
