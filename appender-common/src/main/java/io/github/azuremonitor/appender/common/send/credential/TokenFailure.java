package io.github.azuremonitor.appender.common.send.credential;

/**
 * Why there is no token. Made of plain text only: it has neither cause nor stack trace, because those of azure-identity
 * may carry request bodies.
 */
public final class TokenFailure extends Exception {
    private final String code;
    private final String credential;
    private final String sentence;

    TokenFailure(String code, String credential, String sentence) {
        super(code + ": " + sentence, null, false, false);
        this.code = code;
        this.credential = credential;
        this.sentence = sentence;
    }

    /** An AADSTS code, {@code CredentialUnavailable}, {@code Timeout}, or the class of the failure. */
    public String code() {
        return code;
    }

    /** Which credential was tried, for people. */
    public String credential() {
        return credential;
    }

    /** What happened and what to do; may be long and have several lines. */
    public String sentence() {
        return sentence;
    }
}
