package dev.portside.http;

import java.io.Serial;

/** A {@link Problem} on its way out of code that reads a request. Has no stack trace: it is an answer, not a fault. */
public final class ProblemException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    ProblemException(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
