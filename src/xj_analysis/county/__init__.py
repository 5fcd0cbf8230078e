"""What county.toml and sources.toml declare: records, reading, validation, and which indicators a briefing uses."""
