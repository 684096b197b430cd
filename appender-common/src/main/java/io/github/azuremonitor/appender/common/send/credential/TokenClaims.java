package io.github.azuremonitor.appender.common.send.credential;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * Finds the one id in a token that an administrator has to give the role to. Nothing depends on it: Microsoft may
 * change the format of access tokens ("Access tokens in the Microsoft identity platform").
 */
final class TokenClaims {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern ID = Pattern.compile("[0-9A-Za-z-]{1,64}");

    private TokenClaims() {}

    /** Claim {@code oid}, empty if there is none or the token is not a JWT. */
    static String objectId(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return "";
        }
        try (JsonParser parser = JSON.createParser(Base64.getUrlDecoder().decode(parts[1]))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return "";
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean found = parser.currentName().equals("oid");
                if (parser.nextToken() == JsonToken.VALUE_STRING && found) {
                    String id = parser.getText();
                    return ID.matcher(id).matches() ? id : "";
                }
                parser.skipChildren();
            }
            return "";
        } catch (IOException | IllegalArgumentException opaque) {
            return "";
        }
    }
}
