from flask import Blueprint, current_app, request, jsonify
from .extensions import aws

bp = Blueprint("main", __name__)

@bp.route("/upload", methods=["POST"])
def upload():
    f = request.files["file"]
    aws.s3.upload_fileobj(f, current_app.config["UPLOAD_BUCKET"], f"incoming/{f.filename}")
    return jsonify(ok=True)

@bp.route("/mail", methods=["POST"])
def mail():
    body = request.get_json()
    aws.ses.send_email(
        Source="noreply@example.com",
        Destination={"ToAddresses": [body.get("to")]},
        Message={"Subject": {"Data": "hi"}, "Body": {"Text": {"Data": "x"}}},
    )
    return jsonify(ok=True)
