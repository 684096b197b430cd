package io.github.azuremonitor.appender.examples.container;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;

/**
 * Tests with containers. Without a Docker Engine they are skipped, with one line that says so; with {@code
 * CONTAINER_TESTS=required} they fail.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsDocker.Condition.class)
@interface NeedsDocker {
    /** Asks for the engine, once for each class of tests. */
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (context.getTestMethod().isPresent()) {
                return ConditionEvaluationResult.enabled("decided for the class");
            }
            if ("required".equals(System.getenv("CONTAINER_TESTS"))) {
                return ConditionEvaluationResult.enabled("a test without its engine has to fail");
            }
            if (answers()) {
                return ConditionEvaluationResult.enabled("a Docker Engine answers");
            }
            String line = "no Docker Engine answers: " + context.getDisplayName() + " is skipped";
            System.out.println(line);
            return ConditionEvaluationResult.disabled(line);
        }

        private static boolean answers() {
            try {
                return DockerClientFactory.instance().isDockerAvailable();
            } catch (RuntimeException found) {
                return false; // an engine that can be found, but not be used from here
            }
        }
    }
}
