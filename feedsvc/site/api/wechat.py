"""WeChat: signatures for our own pages, for the script that they carry."""

from flask import Blueprint, Response, jsonify, request

from feedsvc.site.api.problem import ApiProblem, closed
from feedsvc.site.context import services

blueprint = Blueprint("wechat", __name__, url_prefix="/api/v1/wechat")


@blueprint.get("/signature")
def signature() -> Response:
    """Parameters that WeChat's `wx.config` needs on a page of ours."""
    signer = services().signer
    if signer is None:
        raise ApiProblem(404, "This site has no account with WeChat.")
    given = request.args.getlist("url")
    if len(given) != 1:
        raise ApiProblem(400, "Give url, once.")
    signed = signer.sign(given[0])
    return jsonify(
        appId=signed.app_id,
        timestamp=signed.timestamp,
        nonceStr=signed.nonce,
        signature=signed.signature,
    )


blueprint.after_request(closed)
