"""Tests of the front of house."""
