package shop;

import lombok.Getter;
import lombok.Setter;

@Getter
class Other {
    @Setter
    private String stage = System.getenv("STAGE");
}
