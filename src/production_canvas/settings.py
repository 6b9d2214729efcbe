"""Every setting of an installation, read once."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """From the environment. Secrets have no default: local mode makes them in `data/keys`."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    data: Path = Field(Path(".canvas"), validation_alias="CANVAS_DATA", description="folder of everything local")
    host: str = Field("127.0.0.1", validation_alias="CANVAS_HOST", description="address the public port listens on")
    port: int = Field(8000, validation_alias="CANVAS_PORT", ge=1, le=65535, description="public port")
    public_url: str = Field(
        "http://127.0.0.1:8000", validation_alias="CANVAS_PUBLIC_URL", description="origin that browsers use"
    )
    pages_url: str = Field(
        "", validation_alias="CANVAS_PAGES_URL", description="origin of the page server behind the public port"
    )
    web_build: Path = Field(Path("web/build"), validation_alias="CANVAS_WEB_BUILD", description="built web app")
    database_url: str = Field("", validation_alias="DATABASE_URL", description="PostgreSQL")
    broker_url: str = Field("", validation_alias="BROKER_URL", description="Valkey or Redis: queue and bus")
    secret_key: SecretStr = Field(
        SecretStr(""), validation_alias="CANVAS_SECRET_KEY", description="signs tokens and file links, ≥ 32 characters"
    )
    token_life: int = Field(3600, validation_alias="CANVAS_TOKEN_LIFE", gt=0, description="seconds of a bearer token")
    session_life: int = Field(
        43_200, validation_alias="CANVAS_SESSION_LIFE", gt=0, description="seconds of a browser session"
    )
    lease: float = Field(10.0, validation_alias="CANVAS_LEASE", gt=0, description="seconds a silent worker keeps a job")
    worker_vram: float = Field(
        0.0, validation_alias="CANVAS_WORKER_VRAM", ge=0, description="GiB of graphics memory that a worker offers"
    )
    upload_limit: int = Field(10 * 1024 * 1024, gt=0, description="bytes of an uploaded script")
    file_limit: int = Field(
        4 * 1024**3, validation_alias="CANVAS_FILE_LIMIT", gt=0, description="bytes of a picture, clip or sound"
    )
    library_limit: int = Field(
        200 * 1024**3, validation_alias="CANVAS_LIBRARY_LIMIT", gt=0, description="bytes of all files of one library"
    )
    s3_endpoint: str = Field("", validation_alias="S3_ENDPOINT", description="object store; empty: Amazon's own")
    s3_bucket: str = Field("", validation_alias="S3_BUCKET", description="bucket; empty: files lie in `data`")
    s3_region: str = Field("us-east-1", validation_alias="S3_REGION", description="region of the bucket")
    s3_access_key: str = Field("", validation_alias="S3_ACCESS_KEY", description="id of the key to the bucket")
    s3_secret_key: SecretStr = Field(
        SecretStr(""), validation_alias="S3_SECRET_KEY", description="secret of the key to the bucket"
    )
    refine_url: str = Field(
        "",
        validation_alias="CANVAS_REFINE_URL",
        description="OpenAI-compatible door (https://…/v1) that words a script's shots; empty: the rules alone",
    )
    refine_model: str = Field("", validation_alias="CANVAS_REFINE_MODEL", description="name of the model there")
    refine_key: SecretStr = Field(SecretStr(""), validation_alias="CANVAS_REFINE_KEY", description="its bearer key")
    refine_seconds: float = Field(
        20.0, validation_alias="CANVAS_REFINE_SECONDS", gt=0, le=120, description="seconds it has for one scene"
    )
