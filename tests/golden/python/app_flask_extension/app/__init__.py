from flask import Flask
from .extensions import aws
from .views import bp

def create_app(config=None):
    app = Flask(__name__)
    app.config["UPLOAD_BUCKET"] = "shop-uploads"
    aws.init_app(app)
    app.register_blueprint(bp)
    return app
