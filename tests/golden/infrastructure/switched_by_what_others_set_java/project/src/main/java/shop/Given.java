package shop;

import lombok.Data;

@Data
class Given {
    private String stage = System.getenv("STAGE");
}
