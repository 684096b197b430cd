package io.github.azuremonitor.appender.common.encode;

/** A text that limits how often it is read: the only way to stop runaway backtracking of an expression. */
final class SteppedText implements CharSequence {
    /** A sound expression looks at each character a few times. */
    private static final int STEPS_PER_CHARACTER = 100;

    private static final int LEAST_STEPS = 10_000;

    private final String text;
    private final Steps steps;

    private SteppedText(String text, Steps steps) {
        this.text = text;
        this.steps = steps;
    }

    static SteppedText of(String text) {
        return new SteppedText(text, new Steps(LEAST_STEPS + STEPS_PER_CHARACTER * text.length()));
    }

    @Override
    public char charAt(int index) {
        if (--steps.left < 0) {
            throw new TooManySteps();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new SteppedText(text.substring(start, end), steps);
    }

    @Override
    public String toString() {
        return text;
    }

    private static final class Steps {
        private int left;

        Steps(int left) {
            this.left = left;
        }
    }

    /** Thrown out of the middle of an expression. */
    static final class TooManySteps extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManySteps() {
            super("too many steps", null, false, false);
        }
    }
}
