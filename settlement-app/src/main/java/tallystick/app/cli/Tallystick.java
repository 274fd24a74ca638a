package tallystick.app.cli;

/** x. */
public final class Tallystick {
    private Tallystick() {}

    /** x. */
    public static void main(String[] args) {
        System.out.println("hello");
    }
}
