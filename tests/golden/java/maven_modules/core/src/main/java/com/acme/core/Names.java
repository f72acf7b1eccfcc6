package com.acme.core;

public interface Names {
    String BUCKET = "acme-" + "files";
    String TABLE = String.format("%s-%s", "orders", Stage.PROD.suffix());

    enum Stage {
        DEV("d"), PROD("p");
        private final String suffix;
        Stage(String suffix) { this.suffix = suffix; }
        public String suffix() { return suffix; }
    }
}
