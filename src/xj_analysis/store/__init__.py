"""Store of observations with their vintages: revisions, conflicts, and the state of knowledge on a day."""
