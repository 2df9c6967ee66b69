"""What a code is for."""

from enum import StrEnum


class Module(StrEnum):
    REGISTER = "register"
    LOGIN = "login"
    FORGETPASSWORD = "forgetpassword"
