package dev.portside.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Failure analysis of an unsupported Spring Boot, without a stack trace. */
final class UnsupportedSpringBootFailureAnalyzer extends AbstractFailureAnalyzer<UnsupportedSpringBoot> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnsupportedSpringBoot cause) {
        return new FailureAnalysis(
                String.valueOf(cause.getMessage()),
                "Move the application to Spring Boot 4, or embed Portside by hand as README.md says (\"Embed the"
                        + " core\"). To start without Portside, set portside.enabled=false.",
                cause);
    }
}
