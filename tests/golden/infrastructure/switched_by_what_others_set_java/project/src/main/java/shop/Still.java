package shop;

import lombok.Getter;

@Getter
class Still {
    private final String stage = System.getenv("STAGE");
}
