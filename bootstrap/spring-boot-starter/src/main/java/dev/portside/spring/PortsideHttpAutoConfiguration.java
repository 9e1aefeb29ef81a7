package dev.portside.spring;

import dev.portside.application.event.Analytics;
import dev.portside.application.image.Avatars;
import dev.portside.application.image.Images;
import dev.portside.application.usecases.UseCases;
import dev.portside.application.user.UserAccounts;
import dev.portside.core.Portside;
import dev.portside.http.api.PortsideHttpApi;
import dev.portside.http.pipeline.AccessLog;
import dev.portside.http.servlet.PortsideServlet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.env.Environment;

/** The HTTP API on the application's server, beside its own controllers. */
@AutoConfiguration(after = PortsideAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBean(Portside.class)
@ConditionalOnBooleanProperty(name = "portside.http.enabled", matchIfMissing = true)
@EnableConfigurationProperties(PortsideHttpProperties.class)
public final class PortsideHttpAutoConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(PortsideHttpAutoConfiguration.class);

    private static final String NAME = "portside";

    /** Spring makes it. */
    public PortsideHttpAutoConfiguration() {}

    /** Over the application's own beans of the use cases, where it has one of a type. */
    @Bean
    @ConditionalOnMissingBean
    PortsideHttpApi portsideApi(
            Portside portside,
            PortsideHttpProperties properties,
            Environment environment,
            ObjectProvider<UserAccounts> users,
            ObjectProvider<Analytics> analytics,
            ObjectProvider<Images> images,
            ObjectProvider<Avatars> avatars,
            ObjectProvider<AccessLog> accessLog) {
        UseCases useCases = new UseCases(
                users.getIfUnique(portside::users),
                analytics.getIfUnique(portside::analytics),
                images.getIfUnique(portside::images),
                avatars.getIfUnique(portside::avatars),
                portside.readiness());
        return PortsideHttpApi.builder(useCases, RequestMeters.in(portside.meters()))
                .settings(HttpSettings.of(properties, environment, portside.settings()))
                .accessLog(accessLog.getIfUnique(() -> AccessLog.IN_WORDS))
                .build();
    }

    /** Without a prefix it has the paths of the business alone: all others are the application's, {@code /health} as well. */
    @Bean
    @ConditionalOnMissingBean(value = PortsideServlet.class, parameterizedContainer = ServletRegistrationBean.class)
    ServletRegistrationBean<PortsideServlet> portsideServlet(PortsideHttpApi api, PortsideHttpProperties properties) {
        String prefix = properties.prefix();
        String[] mappings = prefix.isEmpty()
                ? api.resources().stream().map(resource -> resource + "/*").toArray(String[]::new)
                : new String[] {prefix + "/*"};
        ServletRegistrationBean<PortsideServlet> registration =
                new ServletRegistrationBean<>(PortsideServlet.at(prefix, api.api()), mappings);
        registration.setName(NAME);
        LOG.info(
                "Portside answers at {}; it lets everybody do everything that the application's filters let through",
                String.join(", ", mappings));
        return registration;
    }

    /**
     * For good, and before the server waits for its requests to end: live streams have no end of their own. A context
     * that is only stopped may be started again, so that this is not for a life cycle to do.
     */
    @Bean
    ApplicationListener<ContextClosedEvent> portsideDraining(
            Portside portside, PortsideHttpApi api, ApplicationContext context) {
        return closed -> {
            if (closed.getApplicationContext().equals(context)) {
                portside.readiness().drain();
                api.endStreams();
            }
        };
    }
}
