"""The rooms: one blueprint each. They speak to each other by address alone."""
