"""What goes over the wire."""

from pydantic import BaseModel, Field

from careerdesk.codes.states import Module


class CodeSent(BaseModel):
    """The same answer whether or not the address is known."""

    message: str
    attempts_remaining: int = Field(description="How often a code may still be asked for")
    expires_in: int = Field(description="Life of a code, seconds")
    resend_in: int = Field(description="When to offer to send it again, seconds")
    module: Module
