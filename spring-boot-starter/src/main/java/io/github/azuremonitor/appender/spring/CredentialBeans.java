package io.github.azuremonitor.appender.spring;

import com.azure.core.credential.TokenCredential;
import io.github.azuremonitor.appender.common.send.credential.ApplicationCredential;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.BeanFactory;

/** Finds the credential among the beans and hands it over. Loaded only if azure-identity is present. */
final class CredentialBeans {
    private static final Log LOG = LogFactory.getLog(CredentialBeans.class);

    private CredentialBeans() {}

    /**
     * Hands over a customizer's credential, else the bean of the given name, else the only bean of its type, else
     * nothing, which leaves the choice to azure-identity.
     */
    static void handOver(@Nullable TokenCredential customized, @Nullable String name, BeanFactory beans) {
        TokenCredential found = customized;
        if (found == null) {
            found = name == null || name.isBlank() ? only(beans) : named(name.strip(), beans);
        }
        if (found == null) {
            ApplicationCredential.useDefault();
        } else {
            ApplicationCredential.lend(found);
        }
    }

    private static @Nullable TokenCredential only(BeanFactory beans) {
        try {
            return beans.getBeanProvider(TokenCredential.class).getIfUnique();
        } catch (BeansException broken) {
            LOG.warn("The TokenCredential bean cannot be had, log events go to Azure Monitor with the default", broken);
            return null;
        }
    }

    private static @Nullable TokenCredential named(String name, BeanFactory beans) {
        try {
            return beans.getBean(name, TokenCredential.class);
        } catch (BeansException missing) {
            LOG.warn("azure.monitor.logs.credential-bean names no TokenCredential, the default is used: "
                    + missing.getMessage());
            return null;
        }
    }
}
