# syntax=docker/dockerfile:1

# The wheel is built, and compiled to C, where the network is (the build reads the packages that the knowledge
# comes from); what runs has no compiler, no root, and needs no network.
FROM python:3.13-slim AS build
RUN apt-get update \
 && apt-get install --yes --no-install-recommends gcc libc6-dev \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
ENV POLICYWRIGHT_COMPILE=1
RUN python -m venv /opt/policywright \
 && /opt/policywright/bin/pip install --no-cache-dir .

FROM python:3.13-slim
LABEL org.opencontainers.image.title="policywright" \
      org.opencontainers.image.description="Least-privilege IAM policies from application code" \
      org.opencontainers.image.licenses="Apache-2.0"
RUN useradd --create-home --uid 10001 policywright
COPY --from=build /opt/policywright /opt/policywright
ENV PATH=/opt/policywright/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
# Mount the code here, read only; the server reads nothing else.
WORKDIR /workspace
USER policywright
ENTRYPOINT ["policywright"]
CMD ["mcp", "--root", "/workspace"]
