"""A peer-shaped baseline: the same list the way most FastAPI applications answer it. One dependency finds the user, an
ORM session loads objects with their relations, a response model validates and serialises them. It has no verdicts and no
row-level security: it connects as the owner, so it is spared that."""

import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, FastAPI, Header, HTTPException
from pydantic import BaseModel, ConfigDict
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from careerdesk.identity import tokens
from careerdesk.identity.models import SignInSession, User
from careerdesk.jobs.models import Job

engine = create_async_engine(
    os.environ["BENCH_OWNER_URL"].replace("postgresql://", "postgresql+asyncpg://"), pool_size=10, max_overflow=0
)
sessions = async_sessionmaker(engine, expire_on_commit=False)
app = FastAPI()


class JobOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    title: str
    company_name: str
    location: str | None
    job_type: str
    currency: str
    skills: list[str]
    branches: list[str]
    graduation_year: int | None
    min_cgpa: float | None
    openings: int | None
    deadline_at: datetime | None
    state: str
    created_at: datetime
    updated_at: datetime


class JobsOut(BaseModel):
    items: list[JobOut]
    total: int
    page: int
    limit: int
    pages: int


async def session() -> AsyncIterator[AsyncSession]:
    async with sessions() as made:
        yield made


async def user(db: Annotated[AsyncSession, Depends(session)], authorization: Annotated[str, Header()]) -> User:
    named = tokens.session_of(
        os.environ["CAREERDESK_SECRET_KEY"].encode(), authorization.removeprefix("Bearer "), datetime.now(UTC)
    )
    if named is None:
        raise HTTPException(401)
    found = await db.scalar(
        select(User).join(SignInSession, SignInSession.user_id == User.id).where(SignInSession.id == named)
    )
    if found is None:
        raise HTTPException(401)
    return found


@app.get("/jobs", response_model=JobsOut)
async def jobs(
    db: Annotated[AsyncSession, Depends(session)], me: Annotated[User, Depends(user)], page: int = 1, limit: int = 20
) -> Any:
    mine = Job.institution_id == me.institution_id
    total = await db.scalar(select(func.count()).select_from(Job).where(mine)) or 0
    found = await db.scalars(
        select(Job).where(mine).order_by(Job.created_at.desc()).limit(limit).offset((page - 1) * limit)
    )
    return {"items": list(found), "total": total, "page": page, "limit": limit, "pages": -(-total // limit)}
