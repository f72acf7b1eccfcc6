package shop;

import shop.build.Builder;
import shop.env.Settings;

public class Main {
    public static void main(String[] args) {
        new Builder().publish(Settings.BUCKET);
    }
}
