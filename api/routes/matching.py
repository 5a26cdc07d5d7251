"""Similar projects. Answers depend on who asks: they are kept by nobody."""

from fastapi import APIRouter, Depends

from api.deps import Opened
from api.routes.projects import keep_private
from geo import service
from geo.results import Similar, SimilarAnswer, SimilarAnswerNew, SimilarAsk

router = APIRouter(
    prefix="/projects/similar", tags=["Ähnliche Projekte"], dependencies=[Depends(keep_private)]
)


@router.post("")
def similar(opened: Opened, ask: SimilarAsk) -> Similar:
    """Ähnliche Projekte zu einem Entwurf, das ähnlichste zuerst, mit Gründen; Titel oder Kurzbeschreibung genügen."""
    return service.find_similar(opened, ask)


@router.get("/answers")
def answers(opened: Opened) -> list[SimilarAnswer]:
    """Was aus ähnlichen Projekten gemacht wurde."""
    return service.list_similar_answers(opened)


@router.post("/answers", status_code=201)
def answer(opened: Opened, new: SimilarAnswerNew) -> SimilarAnswer:
    """Merken, was aus einem ähnlichen Projekt wird; an den Projekten ändert das nichts."""
    return service.save_similar_answer(opened, new)
