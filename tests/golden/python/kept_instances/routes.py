from fastapi import APIRouter, Request

router = APIRouter()


@router.get("/{key}")
def order(request: Request):
    request.app.state.shop.order("first")
