"""Result records: what ``geo.service`` hands to the API, the report, the notebook and the command line.

Each record carries its state and where it comes from, so that map, report, API and notebook cannot differ.
Units end a name; ``None`` means that the state says why there is no figure.
"""

from geo.results.accounts import (
    AccountDelete,
    AccountInfo,
    AccountNew,
    AuditEntry,
    GrantInfo,
    Login,
    OwnAccount,
    PasswordChange,
    PasswordReset,
    ResetToken,
    SessionInfo,
)
from geo.results.actor_edit import ActorConsent, ActorDraft, ActorEdit, ActorEntry, ActorNew
from geo.results.actor_matches import (
    ActorBrief,
    ActorMatch,
    ActorMatches,
    LineFit,
    OpenRole,
    ProjectMatch,
    ProjectTeam,
    TeamMember,
)
from geo.results.actors import (
    ActorChangeInfo,
    ActorConflict,
    ActorEntryInfo,
    ActorExport,
    ActorForm,
    ActorInfo,
    ActorList,
    ActorProfile,
    ActorRetention,
    WishInfo,
)
from geo.results.areas import (
    Area,
    AreaMember,
    AreaPlace,
    Areas,
    AreaSolution,
    Island,
    NearAsk,
    Nearby,
    PartnerLink,
    PartnerLinks,
    Twin,
)
from geo.results.base import Record, Titled, Unit
from geo.results.catalogue import (
    ClassBreak,
    DatasetInfo,
    Health,
    LayerInfo,
    LayerMode,
    NormInfo,
    Palette,
    RunInfo,
    VerbundInfo,
)
from geo.results.digest import Digest, DigestEntry
from geo.results.figures import Gap, Headline, Link, LinkEnd, Links, Reach
from geo.results.learning import (
    Learning,
    ModuleUse,
    OfKommune,
    OpenTwins,
    ThoughtOnce,
    Together,
    TwinProject,
)
from geo.results.matching import (
    Similar,
    SimilarAnswer,
    SimilarAnswerNew,
    SimilarAsk,
    SimilarPart,
    SimilarProject,
)
from geo.results.mobility import (
    MobilityGap,
    MobilityGaps,
    ModeShortfall,
    Remedy,
    RemedyKind,
    TransitAction,
    TransitWhatIf,
    TransitWhatIfAsk,
    TransitWhatIfRow,
)
from geo.results.network import (
    CellsInfo,
    CellValues,
    Change,
    Comparison,
    Coverage,
    CoverageRow,
    Isochrone,
    NahversorgungRow,
    NetworkInfo,
    RunRow,
    SpeedInfo,
    Supply,
    SupplyBalance,
    SupplyRow,
)
from geo.results.pooling import PoolAlone, PoolAsk, Pooling, PoolPrint, PoolSite, PoolWay
from geo.results.project_edit import (
    AdoptionNew,
    Funding,
    Place,
    ProjectContact,
    ProjectDraft,
    ProjectEdit,
    ProjectLink,
    ProjectModule,
    ProjectNew,
)
from geo.results.projects import (
    Adoption,
    Attachment,
    CellProblem,
    FieldChange,
    PhaseStep,
    Project,
    ProjectChange,
    ProjectConflict,
    ProjectForm,
    ProjectImport,
    ProjectInfo,
    ProjectList,
)
from geo.results.projektraum import (
    Projektraum,
    ProjektraumConflict,
    ProjektraumEdit,
    ProjektraumInfo,
    ProjektraumNew,
    RaumChange,
    RaumCheck,
    RaumDifference,
    RaumMember,
)
from geo.results.ranking import Ranking, RankMeasure, RankPlace, RankRow, RankWeight
from geo.results.sheet import Residents, ZentrumSheet
from geo.results.timetable import (
    Departure,
    GateFinding,
    Line,
    LineDepartures,
    OnDemandOffer,
    ReferenceDay,
    StopDepartures,
    TimetableInfo,
    TransitClassColour,
    TransitMethod,
)
from geo.results.transit import (
    StopService,
    TransitClass,
    TransitHeadline,
    TransitSheet,
    TransitTime,
    WayHome,
)
from geo.results.transit_cells import TransitCellClasses, TransitCellTime, TransitCellTimes
from geo.results.whatif import Scenario, ScenarioNew, WhatIf, WhatIfAsk, WhatIfRow
from geo.results.wishes import Wish

__all__ = [
    "AccountDelete", "AccountInfo", "AccountNew", "ActorBrief", "ActorChangeInfo", "ActorConflict",
    "ActorConsent", "ActorDraft", "ActorEdit", "ActorEntry", "ActorEntryInfo", "ActorExport", "ActorForm",
    "ActorInfo", "ActorList", "ActorMatch", "ActorMatches", "ActorNew", "ActorProfile", "ActorRetention",
    "Adoption", "AdoptionNew", "Area", "AreaMember", "AreaPlace", "AreaSolution", "Areas", "Attachment",
    "AuditEntry", "CellProblem", "CellValues", "CellsInfo", "Change", "ClassBreak", "Comparison",
    "Coverage", "CoverageRow", "DatasetInfo", "Departure", "Digest", "DigestEntry", "FieldChange",
    "Funding", "Gap", "GateFinding", "GrantInfo", "Headline", "Health", "Island", "Isochrone",
    "LayerInfo", "LayerMode", "Learning", "Line", "LineDepartures", "LineFit", "Link", "LinkEnd", "Links",
    "Login", "MobilityGap", "MobilityGaps", "ModeShortfall", "ModuleUse", "NahversorgungRow", "NearAsk",
    "Nearby", "NetworkInfo", "NormInfo", "OfKommune", "OnDemandOffer", "OpenRole", "OpenTwins",
    "OwnAccount", "Palette", "PartnerLink", "PartnerLinks", "PasswordChange", "PasswordReset",
    "PhaseStep", "Place", "PoolAlone", "PoolAsk", "PoolPrint", "PoolSite", "PoolWay", "Pooling",
    "Project", "ProjectChange", "ProjectConflict", "ProjectContact", "ProjectDraft", "ProjectEdit",
    "ProjectForm", "ProjectImport", "ProjectInfo", "ProjectLink", "ProjectList", "ProjectMatch",
    "ProjectModule", "ProjectNew", "ProjectTeam", "Projektraum", "ProjektraumConflict", "ProjektraumEdit",
    "ProjektraumInfo", "ProjektraumNew", "RankMeasure", "RankPlace", "RankRow", "RankWeight", "Ranking",
    "RaumChange", "RaumCheck", "RaumDifference", "RaumMember", "Reach", "Record", "ReferenceDay",
    "Remedy", "RemedyKind", "ResetToken", "Residents", "RunInfo", "RunRow", "Scenario", "ScenarioNew",
    "SessionInfo", "Similar", "SimilarAnswer", "SimilarAnswerNew", "SimilarAsk", "SimilarPart",
    "SimilarProject", "SpeedInfo", "StopDepartures", "StopService", "Supply", "SupplyBalance",
    "SupplyRow", "TeamMember", "ThoughtOnce", "TimetableInfo", "Titled", "Together", "TransitAction",
    "TransitCellClasses", "TransitCellTime", "TransitCellTimes", "TransitClass", "TransitClassColour",
    "TransitHeadline", "TransitMethod", "TransitSheet", "TransitTime", "TransitWhatIf",
    "TransitWhatIfAsk", "TransitWhatIfRow", "Twin", "TwinProject", "Unit", "VerbundInfo", "WayHome",
    "WhatIf", "WhatIfAsk", "WhatIfRow", "Wish", "WishInfo", "ZentrumSheet",
]  # fmt: skip
