"""Every room's tables in one metadata, for migrations and for the test that finds drift."""

import careerdesk.applications.models
import careerdesk.audit.models
import careerdesk.corrections.models
import careerdesk.files.models
import careerdesk.identity.models
import careerdesk.jobs.models
import careerdesk.kernel.idempotency
import careerdesk.kernel.progress
import careerdesk.kernel.store
import careerdesk.keys.models
import careerdesk.notifications.models
import careerdesk.offers.models
import careerdesk.organisations.models
import careerdesk.passkeys.models
import careerdesk.preferences.models
import careerdesk.profiles.models
import careerdesk.seasons.models
import careerdesk.sso.models
import careerdesk.students.models  # noqa: F401
from careerdesk.kernel.db import Base

metadata = Base.metadata
