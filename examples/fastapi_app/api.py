"""The read-only API, for programs with `Authorization: Bearer` and for pages with cookies."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends

from aiostytch import VerifiedSession
from aiostytch.integrations.fastapi import require_permission, require_session

from .service import Shared

Session = VerifiedSession[dict[str, Any]]

router = APIRouter(prefix="/api")


@router.get("/me")
async def me(session: Annotated[Session, Depends(require_session)]) -> dict[str, Any]:
    """Return the member who is logged in. This makes no request to Stytch."""
    return {
        "member_id": session.member_id,
        "organization_id": session.organization_id,
        "roles": session.roles,
        "expires_at": session.expires_at,
    }


@router.get("/members")
async def members(
    service: Shared, session: Annotated[Session, Depends(require_permission("stytch.member", "search"))]
) -> list[dict[str, str]]:
    """List the first hundred members of the organization. The member needs the permission to search them."""
    found = await service.client.organizations.members.search(organization_ids=[session.organization_id])
    return [{"member_id": member.member_id, "email_address": member.email_address} for member in found.members]
