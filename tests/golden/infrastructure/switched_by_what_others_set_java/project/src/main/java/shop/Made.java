package shop;

import lombok.Data;

@Data
class Made {
    private String stage = System.getenv("STAGE");
}
