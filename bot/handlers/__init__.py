"""The door: one module a surface. Read, ask the desk, acknowledge, redraw; no decisions."""
