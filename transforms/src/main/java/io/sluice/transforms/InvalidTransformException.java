package io.sluice.transforms;

/**
 * An argument of a transform does not fit the rows it was applied to. The message has the form
 * {@code Cannot <verb> <thing>: <value> (<reason>). <remedy>}.
 */
public final class InvalidTransformException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  public InvalidTransformException(String message) {
    super(message);
  }

  public InvalidTransformException(String message, Throwable cause) {
    super(message, cause);
  }
}
